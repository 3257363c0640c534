# METADATA
# scope: package
# title: The version that is read is alive
# description: >-
#   An input port that pins a retired version, or one whose end of life has passed, reads data that nobody promises any
#   more. That the version exists at all is judged where the input is resolved.
# related_resources:
#   - ref: https://github.com/godatadriven/dbt-bouncer
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/service-level-agreement/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: high
#   code: LIF-008
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: Move the input port to a version that is active; the producer names the successor.
package mesh.life_cycle.live_contract_version

import data.lib.dates
import data.lib.parties

contract := input.producer.contract

deny contains violation if {
	contract.life_cycle == "retired"
	not product_retired
	violation := told(sprintf("reads %s, which is retired", [version]), "contract")
}

deny contains violation if {
	contract.life_cycle != "retired"
	dates.is_past(contract.end_of_life)
	violation := told(sprintf("reads %s, whose life ended on %s", [version, contract.end_of_life]), "contract")
}

deny contains violation if {
	contract.life_cycle != "retired"
	not dates.is_past(contract.end_of_life)
	dates.is_past(contract.end_of_support)
	violation := object.union(
		told(sprintf("reads %s, whose support ended on %s", [version, contract.end_of_support]), "contract"),
		{"level": "warn"},
	)
}

deny contains violation if {
	product_ended
	violation := told(sprintf("reads %s, which is retired", [parties.named(input.producer)]), "product")
}

product_retired if input.producer.life_cycle == "retired"

product_ended if product_retired

# A port without a status of its own has that of its contract, which is told above.
product_ended if {
	input.producer.port_life_cycle == "retired"
	object.get(input, ["producer", "contract", "life_cycle"], null) != "retired"
}

told(message, key) := {
	"message": message,
	"path": ["consumer"],
	"key": key,
	"parties": parties.known([input.consumer.domain, input.producer.domain]),
}

version := sprintf("version %s of the contract %s", [contract.version, contract.id]) if {
	contract.version != null
} else := sprintf("the contract %s", [contract.id])

not_applicable if not object.get(input, "resolution", null) in {"resolved", "unknown"}

not_applicable if input.consumer.life_cycle == "retired"

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	input.resolution == "unknown"
}

cannot_evaluate contains "the contract that it reads is not in the mesh" if {
	input.resolution == "resolved"
	object.get(input, ["producer", "contract"], null) == null
}
