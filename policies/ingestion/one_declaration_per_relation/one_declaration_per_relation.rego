# METADATA
# scope: package
# title: A product declares each source once
# description: >-
#   Two input ports or pipelines of one product that read the same table load it twice, drift apart, and leave open which of
#   them the product builds on.
# related_resources:
#   - ref: https://dbt-labs.github.io/dbt-project-evaluator/latest/rules/modeling/#duplicate-sources
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: ING-008
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [pipeline]
#   parameters:
#     max_declarations:
#       type: integer
#       default: 1
#       tighter: lower
#       description: Input ports and pipelines of a product that may read one source
#   remediation: Keep one of them, and let the rest of {name} read what it loads.
package mesh.ingestion.one_declaration_per_relation

import data.lib.lists
import data.lib.words
import data.parameters

deny contains violation if {
	some repeated in lists.of(input.repeated_sources)
	count(repeated.ports) > parameters.max_declarations
	violation := {
		"message": sprintf("reads %s %d times: at %s", [
			repeated.source,
			count(repeated.ports),
			words.enumeration(repeated.ports),
		]),
		"path": repeated.path,
		"key": repeated.source,
		"actual": count(repeated.ports),
		"expected": parameters.max_declarations,
		"remediation": sprintf("Keep one of %s, and remove the others.", [words.enumeration(repeated.ports)]),
	}
}

cannot_evaluate contains "which sources the product reads is not known" if {
	object.get(input, "repeated_sources", null) == null
}

not_applicable if input.life_cycle == "retired"
