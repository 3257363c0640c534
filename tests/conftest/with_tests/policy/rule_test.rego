package main

test_owner if deny["no owner"] with input as {}
