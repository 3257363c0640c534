# METADATA
# scope: package
# title: One domain ingests a source
# description: >-
#   Two domains that read the same table of an operational system load it twice and make two truths. One source-aligned
#   product ingests it, and everybody else reads that product.
# related_resources:
#   - ref: https://mrpaulandrew.com/2021/12/15/building-a-data-mesh-architecture-in-azure-part-1/
# schemas:
#   - input: schema["source.schema"]
# custom:
#   subject: source
#   severity: high
#   code: ING-001
#   class: mandatory
#   levels: {gate: deny, audit: warn}
#   requires: [product, contract, pipeline]
#   parameters:
#     max_domains: {type: integer, default: 1, tighter: lower, description: Domains that may ingest one source}
#     max_products: {type: integer, default: 1, tighter: lower, description: Products of one domain that may ingest one source}
#   remediation: >-
#     Let one of them ingest {name} and the others read its output port; name the one in charge with the custom property
#     primaryDomain.
package mesh.ingestion.one_domain_per_source

import data.lib.lists
import data.lib.words
import data.parameters

products := {ingestion.product | some ingestion in lists.of(input.ingestions); ingestion.product != null}

# Readers of which nobody knows the domain: they may be a second one.
homeless := [ingestion | some ingestion in lists.of(input.ingestions); ingestion.domain == null]

deny contains violation if {
	count(input.domains) > parameters.max_domains
	violation := {
		"message": sprintf("%s is ingested by the domains %s", [input.name, words.enumeration(input.domains)]),
		"path": ["ingestions"],
		"parties": input.domains,
		"actual": count(input.domains),
		"expected": parameters.max_domains,
		"remediation": advice,
	}
}

deny contains violation if {
	count(input.domains) <= parameters.max_domains
	count(products) > parameters.max_products
	count(homeless) == 0
	violation := {
		"message": sprintf("%s is ingested by %s of one domain: %s", [
			input.name,
			words.counted(count(products), "product"),
			words.enumeration({name(ingestion) | some ingestion in lists.of(input.ingestions); ingestion.product != null}),
		]),
		"path": ["ingestions"],
		"key": "products",
		"level": "warn",
		"actual": count(products),
		"expected": parameters.max_products,
	}
}

name(ingestion) := ingestion.product_name if {
	ingestion.product_name != null
} else := ingestion.product

advice := sprintf("Read the output port of %s (domain %s) instead, or ask %s to publish one.", [
	primary_name,
	input.primary_domain,
	input.primary_domain,
]) if {
	input.primary_domain != null
	primary_name
} else := sprintf("Agree which domain ingests %s; the others read its output port.", [input.name])

# Two products may share an id by mistake; the first name then stands for both.
primary_name := sort({name(ingestion) |
	some ingestion in lists.of(input.ingestions)
	ingestion.product == input.primary_product
})[0]

reasons := {
	"expression": "the source is behind an expression",
	"query": "the source is a query that is not one table",
	"masked": "the source is masked",
	"key_vault": "the source is in a key vault",
	"variable": "the source holds a variable such as ${HOST}",
	"local": "the source is local to one machine",
	"missing": "the source is not named; the custom properties sourceSystem and sourceObject name it",
}

cannot_evaluate contains reason if {
	input.evidence == "unresolvable"
	not unnamed_copy
	reason := object.get(reasons, input.reason, "the source is not known")
}

# A pipeline has no custom properties in which it could name its source.
cannot_evaluate contains "which table or file the copy reads is not known" if {
	input.evidence == "unresolvable"
	unnamed_copy
}

unnamed_copy if {
	input.reason == "missing"
	some ingestion in lists.of(input.ingestions)
	is_string(object.get(ingestion, "pipeline", null))
}

cannot_evaluate contains "a product or pipeline that reads the source beside others belongs to no domain" if {
	count(homeless) > 0
	count(input.ingestions) > 1
}
