package dev.sm.architecture.plants.proxyofthejvm.routing;

import java.net.http.HttpClient;

class Bad {

	HttpClient client() {
		return HttpClient.newBuilder().build();
	}

}
