package lib.parties_test

import data.lib.parties

test_unknown_domains_are_left_out if {
	parties.known(["sales", null, "finance"]) == {"finance", "sales"}
	parties.known([]) == set()
}

test_party_is_named_by_product_and_domain if {
	parties.named({"product": "p-1", "product_name": "Orders", "domain": "sales"}) == "Orders (sales)"
}

test_party_without_domain_is_its_product if {
	parties.named({"product": "p-1", "product_name": "Orders", "domain": null}) == "Orders"
	parties.named({"product": "p-1", "product_name": "Orders"}) == "Orders"
}

test_product_without_name_is_told_by_id if {
	parties.named({"product": "p-1", "product_name": null, "domain": "sales"}) == "p-1 (sales)"
	parties.named({"product": "p-1"}) == "p-1"
}

test_party_without_product_is_a_pipeline if {
	parties.named({"product": null, "product_name": null, "domain": "sales"}) == "a pipeline (sales)"
	parties.named({}) == "a pipeline"
}
