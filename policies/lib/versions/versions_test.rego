package lib.versions_test

import data.lib.versions

test_versions_have_parts if {
	versions.parts("v1.4.0") == [1, 4, 0]
	versions.parts("2") == [2, 0, 0]
	versions.parts("1.10-beta") == [1, 10, 0]
	not versions.parts("latest")
	not versions.parts("1.2.3.4")
}

test_versions_are_compared_by_number if {
	versions.compare("1.9.0", "1.10.0") == -1
	versions.compare("v2", "2.0.0") == 0
	versions.compare("10.0.0", "9.9.9") == 1
	not versions.compare("latest", "1.0.0")
}
