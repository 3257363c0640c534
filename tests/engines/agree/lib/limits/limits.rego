package lib.limits

limit := 3
