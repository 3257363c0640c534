# METADATA
# scope: package
# title: No two domains offer nearly the same dataset
# description: >-
#   Two datasets with nearly the same columns in different domains are often one truth told twice: consumers take the one they
#   find first, and both are kept up. This compares names and types of columns and cannot know their meaning, so that it only
#   warns. Each side is told.
# related_resources:
#   - ref: https://martinfowler.com/articles/data-mesh-principles.html
# schemas:
#   - input: schema["dataset.schema"]
# custom:
#   subject: dataset
#   severity: low
#   code: ING-005
#   class: advisory
#   levels: {gate: warn, audit: warn}
#   requires: [contract, product]
#   parameters:
#     min_score:
#       type: number
#       default: 0.8
#       tighter: lower
#       description: "Share of common columns from which two datasets are near duplicates; below 0.6 none are compared"
#   remediation: >-
#     Read the other domain's output port instead of offering the same again; or, where they do differ, say in the
#     descriptions of both how.
package mesh.ingestion.near_duplicate_port

import data.lib.lists
import data.lib.words
import data.parameters

deny contains violation if {
	some index, other in lists.of(input.near_duplicates)
	other.score >= parameters.min_score
	violation := {
		"message": sprintf("%d of %d columns are those of %s (%s)", [
			other.shared,
			count(input.columns),
			other.name,
			whose(other),
		]),
		"path": ["near_duplicates", index],
		"key": other.id,
		"parties": {domain | some domain in array.concat(input.domains, other.domains); domain != null},
		"actual": other.score,
	}
}

whose(other) := sprintf("domain %s", [other.domains[0]]) if {
	count(other.domains) == 1
} else := sprintf("domains %s", [words.enumeration(other.domains)])

cannot_evaluate contains "the columns of the dataset are not known" if {
	object.get(input, "near_duplicates", null) == null
}

cannot_evaluate contains "its contracts describe no columns" if {
	count(input.columns) == 0
}
