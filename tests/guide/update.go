package main

import "os"

func main() {
	if err := updateContainer("http://localhost:8080", os.Args[1], "admin", "password"); err != nil {
		panic(err)
	}
	if err := updateContainer("http://localhost:8080", os.Args[1], "admin", "wrong"); err == nil {
		panic("the wrong password was accepted")
	}
}
