package lib.lists_test

import data.lib.lists

test_lists_stay_what_they_are if {
	lists.of([1, 2]) == [1, 2]
	lists.of([]) == []
}

test_what_is_no_list_is_empty if {
	lists.of(null) == []
	lists.of("a") == []
}
