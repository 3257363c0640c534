# METADATA
# scope: package
# title: A product that nobody uses should stop
# description: >-
#   Every product costs money and trust. One that nobody reads is either unknown to those who need it, or not needed.
#   Products of the mesh count as readers; what reads a product from outside is told by the custom property lastUsed.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://mrpaulandrew.com/2021/12/22/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: medium
#   code: LIF-006
#   class: default
#   floor: note
#   levels: {gate: warn, audit: deny}
#   requires: [product, contract]
#   parameters:
#     months: {type: integer, default: 6, tighter: lower, description: Months without a reader after which it is denied}
#     warn_months:
#       type: integer
#       default: 5
#       tighter: lower
#       description: Months without a reader after which it is a warning
#   remediation: Find out who needs {name}, write when it was last used into lastUsed, or retire it.
package mesh.life_cycle.unused_product

import data.lib.parties
import data.lib.words
import data.parameters

months := input.unused.months

# Reports and models outside the mesh read these, and the mesh cannot see them.
unseen if {
	input.type_class == "consumer_aligned"
	input.unused.evidence != "last_used"
}

deny contains violation if {
	months >= parameters.months
	certain
	violation := told
}

deny contains violation if {
	months >= parameters.warn_months
	months < parameters.months
	certain
	violation := object.union(told, {"level": "warn"})
}

certain if {
	input.consumers_complete
	not unseen
}

told := {
	"message": sprintf("%s %s ago, on %s", [evidence, words.counted(months, "month"), input.unused.since]),
	"path": ["status"],
	"parties": parties.known([input.domain]),
	"actual": months,
	"expected": parameters.months,
}

evidence := "no product reads it, and it was last used" if {
	input.unused.evidence == "last_used"
} else := "no product reads it, and it was made"

not_applicable if object.get(input, "unused", null) == null

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

cannot_evaluate contains "not every product could be read, so its consumers are not known" if {
	not input.consumers_complete
}

cannot_evaluate contains "no product reads it, and neither productCreatedTs nor lastUsed says since when" if {
	input.unused.months == null
}

cannot_evaluate contains "it is consumer-aligned, and lastUsed does not say when somebody outside the mesh last used it" if {
	input.unused.months >= parameters.warn_months
	unseen
}
