# METADATA
# scope: package
# title: Nobody begins to read what is about to end
# description: >-
#   A deprecated or retired product keeps its promise to those who read it already. Whoever begins to read it now will have
#   to move soon, and keeps the old one alive.
# related_resources:
#   - ref: https://github.com/godatadriven/dbt-bouncer
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["edge.schema"]
# custom:
#   subject: edge
#   severity: high
#   code: LIF-005
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract]
#   remediation: Read the successor that the producer names, or ask the producer for one.
package mesh.life_cycle.no_new_consumer_of_retired

import data.lib.parties
import data.lib.words

ended := {"deprecated", "retired"}

# A port without a status of its own has that of its contract, which is told already.
port_state := null if {
	input.producer.port_life_cycle == input.producer.contract.life_cycle
} else := object.get(input, ["producer", "port_life_cycle"], null)

states := {
	"product": object.get(input, ["producer", "life_cycle"], null),
	"contract": object.get(input, ["producer", "contract", "life_cycle"], null),
	"port": port_state,
}

# What of the other side has ended or will end.
ending := {sprintf("the %s is %s", [part, state]) | some part, state in states; state in ended}

deny contains violation if {
	input.is_new == true
	count(ending) > 0
	violation := {
		"message": sprintf("begins to read %s, of which %s", [parties.named(input.producer), words.enumeration(ending)]),
		"path": ["consumer"],
		"parties": parties.known([input.consumer.domain, input.producer.domain]),
	}
}

not_applicable if input.resolution in {"source", "dangling", "unexposed", "no_contract"}

not_applicable if input.consumer.life_cycle == "retired"

cannot_evaluate contains "no earlier state is given, so it is not known whether the consumer is new" if {
	object.get(input, "is_new", null) == null
	count(ending) > 0
}

cannot_evaluate contains "a contract or product that may be on the other side could not be read" if {
	object.get(input, "producer", null) == null
}
