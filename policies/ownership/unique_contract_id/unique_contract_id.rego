# METADATA
# scope: package
# title: The id of a contract is unique
# description: >-
#   Others refer to a contract by its id alone. Two contracts with one id make every reference to it ambiguous, and tools that
#   keep the last one read silently lose the other. Versions of one contract in one domain share their id on purpose.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: high
#   code: OWN-004
#   class: mandatory
#   levels: {gate: deny, audit: deny}
#   requires: [contract]
#   remediation: Give one of them a new id, and change the references to it; `uuidgen` makes one that nobody has.
package mesh.ownership.unique_contract_id

import data.lib.lists
import data.lib.words

deny contains violation if {
	others := [other | some other in lists.of(input.same_id); clashes(other)]
	count(others) > 0
	violation := {
		"message": sprintf("the id %s is also that of %s", [
			input.id,
			words.enumeration({described(other) | some other in others}),
		]),
		"path": ["id"],
		"parties": {party | some party in array.concat([input.domain], [other.domain | some other in others]); party != null},
	}
}

# The same version twice is never meant, and another domain's contract is another contract.
clashes(other) if other.version == object.get(input, "version", null)

clashes(other) if other.domain != input.domain

described(other) := sprintf("%s %s of domain %s", [other.name, version(other), domain(other)])

version(other) := other.version if {
	other.version != null
} else := "(no version)"

domain(other) := other.domain if {
	other.domain != null
} else := "(none)"
