package dev.sm.docs;

import java.util.List;

import dev.sm.routing.client.ShardRequest;
import dev.sm.routing.client.ShardRequestInterceptor;

import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

// tag::clients[]
@Component
class CartClients {

	private final RestClient http;

	private final Carts carts;

	CartClients(ShardRequestInterceptor toOwners) {
		this.http = RestClient.builder().requestInterceptor(toOwners).build();
		this.carts = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(this.http))
			.build()
			.createClient(Carts.class);
	}

	List<String> show(String user) {
		return this.carts.show(user, user);
	}

	void add(String user, String item) {
		this.http.post()
			.uri("http://owner/carts?user={user}", user)
			.attributes(ShardRequest.key(user)) // scheme, host and port are the owner's
			.body(item)
			.retrieve()
			.toBodilessEntity();
	}

	interface Carts {

		@GetExchange("http://owner/carts/{user}")
		List<String> show(@PathVariable String user, @RequestAttribute(ShardRequest.KEY) String key);

	}

}
// end::clients[]
