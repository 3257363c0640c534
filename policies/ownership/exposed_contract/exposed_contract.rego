# METADATA
# scope: package
# title: An active contract is exposed by an output port
# description: >-
#   A contract that no output port exposes promises data that nobody can find, or outlived its product. Contracts that
#   describe an operational system, for the input ports that read it, are left alone.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: low
#   code: OWN-009
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [product]
#   remediation: Name the id of {name} in the contractId of an output port, or retire it.
package mesh.ownership.exposed_contract

deny contains violation if {
	count(input.exposed_by) == 0
	input.describes_source == false
	violation := object.union(
		{
			"message": sprintf("is active, and no output port exposes it%s", [product]),
			"path": ["id"],
		},
		advice,
	)
}

product := sprintf("; it names the product %s", [input.dataProduct]) if {
	is_string(input.dataProduct)
} else := ""

advice := {"remediation": sprintf("Name its id in the contractId of an output port of %s, or retire it.", [input.dataProduct])} if {
	is_string(input.dataProduct)
} else := {}

cannot_evaluate contains "which products expose the contract is not known" if {
	object.get(input, "exposed_by", null) == null
}

cannot_evaluate contains "whether the contract describes an operational system is not known" if {
	count(input.exposed_by) == 0
	object.get(input, "describes_source", null) == null
}

not_applicable if input.life_cycle != "active"

not_applicable if input.describes_source == true
