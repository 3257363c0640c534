# METADATA
# scope: package
# title: Data is encrypted at rest and on its way
# description: >-
#   Azure encrypts what lies in its data services; what may be switched off is the encryption on the way, and that of the
#   disks of a cluster. TLS below 1.2 counts as none.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/security/fundamentals/encryption-overview
#   - ref: https://learn.microsoft.com/azure/storage/common/storage-require-secure-transfer
# schemas:
#   - input: schema["resource.schema"]
# custom:
#   subject: resource
#   severity: high
#   code: SEC-004
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   remediation: Require secure transfer and TLS 1.2 or later, and switch on the encryption of disks.
package mesh.security.encrypted

# By type: which property says it, and which values are safe.
settings := {
	"microsoft.storage/storageaccounts": {
		"supportsHttpsTrafficOnly": {true},
		"minimumTlsVersion": {"TLS1_2", "TLS1_3"},
	},
	"microsoft.sql/servers": {"minimalTlsVersion": {"1.2", "1.3"}},
	"microsoft.sql/managedinstances": {"minimalTlsVersion": {"1.2", "1.3"}},
	"microsoft.documentdb/databaseaccounts": {"minimalTlsVersion": {"Tls12", "Tls13"}},
	"microsoft.eventhub/namespaces": {"minimumTlsVersion": {"1.2", "1.3"}},
	"microsoft.servicebus/namespaces": {"minimumTlsVersion": {"1.2", "1.3"}},
	"microsoft.cache/redis": {"enableNonSslPort": {false}, "minimumTlsVersion": {"1.2", "1.3"}},
	"microsoft.kusto/clusters": {"enableDiskEncryption": {true}},
	"microsoft.dbforpostgresql/servers": {"sslEnforcement": {"Enabled"}, "minimalTlsVersion": {"TLS1_2"}},
	"microsoft.dbformysql/servers": {"sslEnforcement": {"Enabled"}, "minimalTlsVersion": {"TLS1_2"}},
}

wanted := settings[lower(type)]

type := input.type if {
	is_string(input.type)
} else := ""

actual(property) := object.get(input, ["properties", property], null)

deny contains violation if {
	some property, safe in wanted
	actual(property) != null
	not actual(property) in safe
	violation := {
		"message": sprintf("%s is %v, and should be %s", [property, actual(property), alternatives(safe)]),
		"path": ["properties", property],
		"key": property,
		"actual": actual(property),
		"expected": [value | some value in safe][0],
	}
}

alternatives(safe) := concat(" or ", sort({sprintf("%v", [value]) | some value in safe}))

not_applicable if not lower(type) in object.keys(settings)

cannot_evaluate contains reason if {
	some property, _ in wanted
	actual(property) == null
	reason := sprintf("%s was not collected", [property])
}
