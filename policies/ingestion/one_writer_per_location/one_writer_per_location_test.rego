package mesh.ingestion.one_writer_per_location_test

import data.mesh.ingestion.one_writer_per_location

parameters := {"max_writers": 1}

writer(pipeline, product, domain) := {"pipeline": pipeline, "copy": "c", "product": product, "domain": domain}

dataset(writers) := {"kind": "dataset", "evidence": "physical", "writers": writers}

denied(of) := found if {
	found := one_writer_per_location.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := one_writer_per_location.cannot_evaluate with input as of
}

test_one_writer_passes if {
	denied(dataset([writer("Load", "orders", "sales"), writer("Reload", "orders", "sales")])) == set()
	unknown(dataset([writer("Load", "orders", "sales"), writer("Reload", "orders", "sales")])) == set()
	not one_writer_per_location.not_applicable with input as dataset([writer("Load", "orders", "sales")])
}

test_two_products_are_denied if {
	denied(dataset([writer("Load", "orders", "sales"), writer("Fill", "ledger", "finance")])) == {{
		"message": "2 products or domains write it: the pipeline Fill of the domain finance and the pipeline Load of the domain sales",
		"path": ["writers", 0],
		"parties": {"finance", "sales"},
		"actual": 2,
		"expected": 1,
	}}
}

test_pipeline_without_product_counts_for_its_domain if {
	count(denied(dataset([writer("Load", "orders", "sales"), writer("Fill", null, "finance")]))) == 1
	denied(dataset([writer("Load", "orders", "sales"), writer("Fill", null, "sales")])) == set()
	denied(dataset([writer("Load", null, "sales"), writer("Fill", null, "sales")])) == set()
}

test_pipeline_without_domain_is_told_by_name if {
	some violation in denied(dataset([writer("Load", "orders", null), writer("Fill", "ledger", null)]))
	violation.message == "2 products or domains write it: the pipeline Fill and the pipeline Load"
	violation.parties == set()
}

test_pipeline_that_may_be_a_second_writer_cannot_be_evaluated if {
	unknown(dataset([writer("Load", "orders", "sales"), writer("Fill", null, "sales")])) == {"a pipeline that writes the location beside others belongs to no product"}
	unknown(dataset([writer("Load", "orders", "sales"), writer("Fill", null, null)])) == {"a pipeline that writes the location beside others belongs to no product"}
	denied(dataset([writer("Load", "orders", "sales"), writer("Fill", null, null)])) == set()
	unknown(dataset([writer("Load", null, "sales")])) == set()
}

test_unknown_writers_cannot_be_evaluated if {
	unknown(dataset(null)) == {"which pipelines write the location is not known"}
	not one_writer_per_location.not_applicable with input as dataset(null)
}

test_unknown_location_cannot_be_evaluated if {
	hidden := object.union(dataset([]), {"evidence": "unresolvable"})
	unknown(hidden) == {"the location is not known, so neither are all who write it"}
	not one_writer_per_location.not_applicable with input as hidden
}

test_location_that_nobody_writes_is_left_alone if {
	one_writer_per_location.not_applicable with input as dataset([])
}
