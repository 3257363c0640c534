package lib.similarity_test

import data.lib.similarity

test_common_elements_are_shared if {
	similarity.jaccard({"a", "b"}, ["b", "a"]) == 1
	similarity.jaccard({"a", "b"}, {"b", "c"}) == 1 / 3
	similarity.jaccard({"a"}, {"b"}) == 0
	similarity.jaccard([], set()) == 1
}

test_names_differ_only_in_case_and_signs if {
	similarity.same_name("Customer_ID", "customerId")
	similarity.same_name("Größe", "größe")
	not similarity.same_name("order_id", "orders_id")
}
