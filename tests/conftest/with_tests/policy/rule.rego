package main

deny contains msg if {
	not input.owner
	msg := "no owner"
}
