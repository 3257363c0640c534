package main

deny contains msg if {
	input.port == 22
	msg := sprintf("%s is open", [input.name])
}

warn contains "no name" if not input.name
