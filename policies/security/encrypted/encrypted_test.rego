package mesh.security.encrypted_test

import data.mesh.security.encrypted

subject := {
	"kind": "resource",
	"type": "Microsoft.Storage/storageAccounts",
	"properties": {"supportsHttpsTrafficOnly": true, "minimumTlsVersion": "TLS1_2"},
}

changed(these) := object.union(subject, these)

denied(given) := violations if {
	violations := encrypted.deny with input as given
}

messages(given) := {violation.message | some violation in denied(given)}

skipped(given) if {
	encrypted.not_applicable with input as given
}

unknown(given) := reasons if {
	reasons := encrypted.cannot_evaluate with input as given
}

test_safe_account_passes if {
	messages(subject) == set()
	not skipped(subject)
	unknown(subject) == set()
}

test_open_transfer_is_denied if {
	given := changed({"properties": {"supportsHttpsTrafficOnly": false}})
	messages(given) == {"supportsHttpsTrafficOnly is false, and should be true"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.path == ["properties", "supportsHttpsTrafficOnly"]
	violation.key == "supportsHttpsTrafficOnly"
	violation.actual == false
	violation.expected == true
	not skipped(given)
}

test_old_tls_is_denied if {
	given := changed({"properties": {"minimumTlsVersion": "TLS1_0"}})
	messages(given) == {"minimumTlsVersion is TLS1_0, and should be TLS1_2 or TLS1_3"}
	count(denied(given)) == 1
	some violation in denied(given)
	violation.expected == "TLS1_2"
	not skipped(given)
}

test_other_services_are_judged if {
	given := changed({"type": "microsoft.kusto/clusters", "properties": {"enableDiskEncryption": false}})
	messages(given) == {"enableDiskEncryption is false, and should be true"}
	count(denied(given)) == 1
	not skipped(given)
}

test_other_resources_are_left_alone if {
	given := changed({"type": "Microsoft.Network/virtualNetworks"})
	skipped(given)
	messages(given) == set()
	unknown(given) == set()
}

test_missing_properties_cannot_be_evaluated if {
	given := changed({"properties": {"minimumTlsVersion": null}})
	messages(given) == set()
	not skipped(given)
	unknown(given) == {"minimumTlsVersion was not collected"}
}

test_every_safe_setting_passes if {
	every type, properties in {
		"Microsoft.Storage/storageAccounts": {"supportsHttpsTrafficOnly": true, "minimumTlsVersion": "TLS1_3"},
		"Microsoft.Sql/servers": {"minimalTlsVersion": "1.2"},
		"microsoft.sql/servers": {"minimalTlsVersion": "1.3"},
		"Microsoft.Sql/managedInstances": {"minimalTlsVersion": "1.2"},
		"microsoft.sql/managedinstances": {"minimalTlsVersion": "1.3"},
		"Microsoft.DocumentDB/databaseAccounts": {"minimalTlsVersion": "Tls12"},
		"microsoft.documentdb/databaseaccounts": {"minimalTlsVersion": "Tls13"},
		"Microsoft.EventHub/namespaces": {"minimumTlsVersion": "1.2"},
		"microsoft.eventhub/namespaces": {"minimumTlsVersion": "1.3"},
		"Microsoft.ServiceBus/namespaces": {"minimumTlsVersion": "1.2"},
		"microsoft.servicebus/namespaces": {"minimumTlsVersion": "1.3"},
		"Microsoft.Cache/redis": {"enableNonSslPort": false, "minimumTlsVersion": "1.2"},
		"microsoft.cache/redis": {"enableNonSslPort": false, "minimumTlsVersion": "1.3"},
		"Microsoft.Kusto/clusters": {"enableDiskEncryption": true},
		"Microsoft.DBforPostgreSQL/servers": {"sslEnforcement": "Enabled", "minimalTlsVersion": "TLS1_2"},
		"Microsoft.DBforMySQL/servers": {"sslEnforcement": "Enabled", "minimalTlsVersion": "TLS1_2"},
	} {
		given := {"kind": "resource", "type": type, "properties": properties}
		messages(given) == set()
		unknown(given) == set()
		not skipped(given)
	}
}

test_every_unsafe_setting_is_denied if {
	every type, properties in {
		"Microsoft.Sql/servers": {"minimalTlsVersion": "None"},
		"Microsoft.Sql/managedInstances": {"minimalTlsVersion": "1.1"},
		"Microsoft.DocumentDB/databaseAccounts": {"minimalTlsVersion": "Tls"},
		"Microsoft.EventHub/namespaces": {"minimumTlsVersion": "1.0"},
		"Microsoft.ServiceBus/namespaces": {"minimumTlsVersion": "1.0"},
		"Microsoft.Cache/redis": {"enableNonSslPort": true, "minimumTlsVersion": "1.2"},
		"Microsoft.DBforPostgreSQL/servers": {"sslEnforcement": "Disabled", "minimalTlsVersion": "TLS1_2"},
		"Microsoft.DBforMySQL/servers": {"sslEnforcement": "Disabled", "minimalTlsVersion": "TLS1_2"},
	} {
		count(denied({"kind": "resource", "type": type, "properties": properties})) == 1
	}
}

test_resource_without_properties_cannot_be_evaluated if {
	given := {"kind": "resource", "type": "Microsoft.Sql/servers"}
	messages(given) == set()
	unknown(given) == {"minimalTlsVersion was not collected"}
}
