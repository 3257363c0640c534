# METADATA
# scope: package
# title: A contract keeps to the standard that it declares
# description: >-
#   A contract that breaks its own standard is read differently by every tool, and a port without a contract promises
#   nothing. Contracts and products are judged by the version of the standard that they declare.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# custom:
#   subject: [contract, product, problem]
#   severity: high
#   code: INT-001
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   remediation: Correct the field as the standard's version in `apiVersion` has it.
package mesh.interface.valid_contract

import data.lib.lists

# The field, as a person would name it: team.members.0.username.
place(path) := sprintf("`%s` ", [concat(".", [sprintf("%v", [step]) | some step in path])]) if {
	count(path) > 0
} else := ""

standards := {"odcs": "ODCS", "odps": "ODPS"}

deny contains violation if {
	input.conformance.judged_by != null
	some error in lists.of(input.conformance.errors)
	violation := {
		"message": sprintf("breaks %s %s: %s%s", [
			standards[input.conformance.standard],
			input.conformance.judged_by,
			place(error.path),
			error.message,
		]),
		"path": error.path,
		"key": error.message,
	}
}

deny contains violation if {
	input.kind in {"contract", "product"}
	object.get(input.conformance, "declared", null) == null
	object.get(input.conformance, "judged_by", null) == null
	violation := {
		"message": "declares no version of its standard",
		"path": ["apiVersion"],
		"remediation": "Write the apiVersion of the standard that the document follows, such as v3.1.0 for a contract.",
	}
}

# A port of a product in use without a contract that exists.
deny contains violation if {
	input.kind == "product"
	not input.life_cycle in {"proposed", "draft", "retired"}
	some port in lists.of(input.output_ports)
	port.contract == null
	violation := {
		"message": sprintf("output port %s %s", [port_name(port), lacks(port)]),
		"path": port.path,
		"remediation": "Write a data contract for the port, and name its id in contractId.",
	}
}

deny contains violation if {
	input.kind == "problem"
	input.of in {"contract", "product"}
	input.code in {"syntax", "not_utf8", "over_limit", "duplicate_key", "unreadable"}
	violation := {
		"message": sprintf("this %s cannot be read: %s", [input.of, input.message]),
		"path": [],
		"key": input.code,
		"remediation": "Mend the file; until then nothing in it is judged.",
	}
}

lacks(port) := "names no contract" if {
	port.contractId == null
} else := sprintf("names the contract %s, which is not in the mesh", [port.contractId])

port_name(port) := port.name if {
	port.name != null
} else := sprintf("%d", [port.index + 1])

cannot_evaluate contains reason if {
	input.kind in {"contract", "product"}
	input.conformance.judged_by == null
	input.conformance.declared != null
	reason := sprintf("version %s of the standard is not known", [input.conformance.declared])
}

not_applicable if {
	input.kind == "problem"
	not object.get(input, "of", null) in {"contract", "product"}
}

not_applicable if {
	input.kind == "problem"
	input.code in {"breaks_standard", "unknown_version", "invalid"}
}
