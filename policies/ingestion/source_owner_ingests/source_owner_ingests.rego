# METADATA
# scope: package
# title: The domain that owns a source system ingests it
# description: >-
#   The domain that runs a system knows what its tables mean and when they change. Its source-aligned product ingests them,
#   and others read that product. Where the readers name another primary domain for a source, that one may ingest it. Whether
#   products of other types may read a system at all is judged by another rule.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
#   - ref: https://bitol-io.github.io/open-data-product-standard/latest/
# schemas:
#   - input: schema["source.schema"]
# custom:
#   subject: source
#   severity: medium
#   code: ING-004
#   class: default
#   floor: note
#   levels: {gate: warn, audit: warn}
#   requires: [product, contract, pipeline, source_system]
#   remediation: >-
#     Let a source-aligned product of the system's domain ingest {name} and read its output port, or name the domain in
#     charge of it with the custom property primaryDomain.
package mesh.ingestion.source_owner_ingests

import data.lib.lists

deny contains violation if {
	is_string(input.system_domain)
	some index, ingestion in lists.of(input.ingestions)
	is_string(ingestion.domain)
	ingests(ingestion)
	not ingestion.domain in {object.get(input, "system_domain", null), object.get(input, "primary_domain", null)}
	violation := {
		"message": sprintf("%s of the domain %s ingests it, and the system %s belongs to the domain %s", [
			reader(ingestion),
			ingestion.domain,
			input.system,
			input.system_domain,
		]),
		"path": ["ingestions", index],
		"key": reader(ingestion),
		"parties": {ingestion.domain, input.system_domain},
		"actual": ingestion.domain,
		"expected": input.system_domain,
	}
}

# A reader of another type breaks another rule.
ingests(ingestion) if not object.get(ingestion, "type_class", null) in {"aggregate", "consumer_aligned"}

reader(ingestion) := ingestion.product_name if {
	is_string(ingestion.product_name)
} else := sprintf("the pipeline %s", [ingestion.pipeline]) if {
	is_string(ingestion.pipeline)
} else := "a product"

cannot_evaluate contains "the source belongs to no declared SourceSystem" if {
	object.get(input, "system", null) == null
}

cannot_evaluate contains "no domain is named for the source system" if {
	object.get(input, "system", null) != null
	object.get(input, "system_domain", null) == null
}

cannot_evaluate contains "a product or pipeline that reads the source belongs to no domain" if {
	some ingestion in lists.of(input.ingestions)
	object.get(ingestion, "domain", null) == null
}
