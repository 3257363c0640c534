# METADATA
# title: Buckets
# description: Buckets are private.
# custom:
#   severity: HIGH
#   id: S3-001
#   remediation: Make it private.
package main

# METADATA
# title: Public bucket
# custom:
#   code: 7
deny contains result if {
	input.acl == "public"
	annotations := rego.metadata.rule()
	package_annotations := rego.metadata.chain()[1].annotations
	result := {
		"msg": sprintf("%s (%d, %s): %s", [annotations.title, annotations.custom.code, package_annotations.custom.severity, input.name]),
		"severity": package_annotations.custom.severity,
	}
}
