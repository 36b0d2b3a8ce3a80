module example.com/parcelo/gateway

go 1.23
