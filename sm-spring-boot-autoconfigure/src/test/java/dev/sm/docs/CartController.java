package dev.sm.docs;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import dev.sm.routing.web.ShardKey;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

// tag::controller[]
@RestController
class CartController {

	private final Map<String, List<String>> carts = new ConcurrentHashMap<>();

	@GetMapping("/carts/{user}")
	List<String> show(@ShardKey @PathVariable String user) {
		return this.carts.getOrDefault(user, List.of());
	}

	@PostMapping("/carts")
	@ShardKey("#{header('X-Tenant') + '/' + param('user')}")
	void add(@RequestParam String user, @RequestBody String item) {
		this.carts.computeIfAbsent(user, (absent) -> new CopyOnWriteArrayList<>()).add(item);
	}

}
// end::controller[]
