# METADATA
# scope: package
# title: Somebody pays for more than the inputs give
# description: >-
#   A service level that is stricter than what the inputs allow is an upgrade: caches, copies, people. It is driven by a
#   budget, and the product names the cost centre that it comes from.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/22/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["product.schema"]
# custom:
#   subject: product
#   severity: low
#   code: SLA-011
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [product, contract]
#   parameters:
#     tolerance:
#       type: number
#       default: 0.001
#       tighter: lower
#       description: Percentage points of availability that are not an upgrade
#   remediation: >-
#     Name the cost centre that pays for the upgrade in the custom property slaFundedBy, or promise what the inputs allow.
package mesh.service_level.funded_upgrade

import data.lib.durations
import data.parameters

composite := object.get(input, "composite", null)

unfunded if object.get(input, "upgrade_funded_by", null) == null

unfunded if trim_space(input.upgrade_funded_by) == ""

availability if {
	composite.availability.promised != null
	composite.availability.bound != null
	composite.availability.promised - composite.availability.bound > parameters.tolerance
}

freshness if {
	composite.freshness.bound != null
	composite.freshness.promised != null
	composite.freshness.promised < composite.freshness.bound
}

deny contains violation if {
	availability
	unfunded
	violation := {
		"message": sprintf("promises %v %% availability where its inputs allow %v %%, and nobody funds the upgrade", [
			composite.availability.promised,
			floor(composite.availability.bound * 1000) / 1000,
		]),
		"path": ["composite", "availability"],
	}
}

deny contains violation if {
	freshness
	unfunded
	violation := {
		"message": sprintf("promises data no older than %s where its inputs allow %s, and nobody funds the upgrade", [
			durations.said(composite.freshness.promised),
			durations.said(composite.freshness.bound),
		]),
		"path": ["composite", "freshness"],
	}
}

not_applicable if input.life_cycle == "retired"

not_applicable if {
	composite.availability.promised == null
	composite.freshness.promised == null
}

cannot_evaluate contains sprintf("the %s of an input is not known", [dimension]) if {
	unfunded
	some dimension in ["availability", "freshness"]
	composite[dimension].promised != null
	count(composite[dimension].unknown) > 0
}

cannot_evaluate contains "what its output ports promise is not known" if {
	composite == null
}
