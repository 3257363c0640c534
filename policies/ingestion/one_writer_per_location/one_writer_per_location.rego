# METADATA
# scope: package
# title: One product writes a location
# description: >-
#   Two products that write one table or path overwrite each other's rows, and neither can promise what consumers find. The
#   copies of pipelines tell who writes where; a location that no copy writes is left alone.
# related_resources:
#   - ref: https://learn.microsoft.com/azure/data-factory/copy-activity-overview
# schemas:
#   - input: schema["dataset.schema"]
# custom:
#   subject: dataset
#   severity: high
#   code: ING-006
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [pipeline, product]
#   parameters:
#     max_writers: {type: integer, default: 1, tighter: lower, description: Products that may write one location}
#   remediation: >-
#     Let one product write {name}, and give the others a location of their own that it reads from.
package mesh.ingestion.one_writer_per_location

import data.lib.lists
import data.lib.words
import data.parameters

# A pipeline of no product counts for its domain.
writers := {{"product": object.get(writer, "product", null), "domain": object.get(writer, "domain", null)} |
	some writer in lists.of(input.writers)
}

products := {writer.product | some writer in writers; writer.product != null}

# The domains of pipelines without product from where no product writes.
others := {writer.domain |
	some writer in writers
	writer.product == null
	writer.domain != null
	count([one | some one in writers; one.product != null; one.domain == writer.domain]) == 0
}

number := count(products) + count(others)

deny contains violation if {
	number > parameters.max_writers
	violation := {
		"message": sprintf("%d products or domains write it: %s", [
			number,
			words.enumeration({described(writer) | some writer in lists.of(input.writers)}),
		]),
		"path": ["writers", 0],
		"parties": {writer.domain | some writer in writers; writer.domain != null},
		"actual": number,
		"expected": parameters.max_writers,
	}
}

described(writer) := sprintf("the pipeline %s of the domain %s", [writer.pipeline, writer.domain]) if {
	is_string(writer.domain)
} else := sprintf("the pipeline %s", [writer.pipeline])

cannot_evaluate contains "which pipelines write the location is not known" if {
	object.get(input, "writers", null) == null
}

cannot_evaluate contains "a pipeline that writes the location beside others belongs to no product" if {
	count({writer.pipeline | some writer in lists.of(input.writers)}) > 1
	some writer in writers
	writer.product == null
}

cannot_evaluate contains "the location is not known, so neither are all who write it" if {
	input.evidence == "unresolvable"
}

not_applicable if {
	input.evidence != "unresolvable"
	is_array(input.writers)
	count(input.writers) == 0
}
