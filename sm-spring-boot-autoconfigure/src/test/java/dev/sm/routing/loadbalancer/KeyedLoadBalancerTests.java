package dev.sm.routing.loadbalancer;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.sm.continuum.Continuum;
import dev.sm.routing.key.RequestKey;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.DefaultRequest;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.RequestData;
import org.springframework.cloud.client.loadbalancer.RequestDataContext;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.cloud.client.loadbalancer.RetryableRequestContext;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.LinkedMultiValueMap;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Chooses among instances that a test lets discovery know.
 */
class KeyedLoadBalancerTests {

	private final Discovery discovery = new Discovery();

	private final InFlight inFlight = new InFlight();

	private final AtomicLong now = new AtomicLong();

	private KeyedLoadBalancer balancer = balancer(null, "");

	@Test
	void equalKeysGoToOneInstanceWhateverTheOrderOfDiscovery() {
		this.discovery.instances("a", "b", "c");
		Map<String, String> before = placed(100);
		this.discovery.instances("c", "a", "b");
		assertThat(placed(100)).isEqualTo(before);
		assertThat(new java.util.TreeSet<>(before.values())).containsExactly("a", "b", "c");
	}

	@Test
	void nothingMovesBetweenInstancesThatStay() {
		this.discovery.instances("a", "b", "c");
		Map<String, String> before = placed(300);
		this.discovery.instances("a", "b");
		placed(300)
			.forEach((key, host) -> assertThat(host).isEqualTo(before.get(key).equals("c") ? host : before.get(key)));
	}

	@Test
	void weightsComeFromMetadata() {
		this.discovery.add("a", Map.of("weight", "300"));
		this.discovery.add("b", Map.of("weight", "no number"));
		this.discovery.add("c", Map.of("weight", "0"));
		Map<String, String> placed = placed(2000);
		assertThat(placed.values()).doesNotContain("c");
		assertThat(placed.values().stream().filter("a"::equals).count()).isBetween(1400L, 1600L);
	}

	@Test
	void anInstanceMayKeepItsKeysAtAnotherAddress() {
		this.discovery.add("a", Map.of("node", "n1"));
		this.discovery.add("b", Map.of("node", "n2"));
		Map<String, String> before = placed(50);
		this.discovery.list.clear();
		this.discovery.add("b", Map.of("node", "n2"));
		this.discovery.add("x", Map.of("node", "n1"));
		before.replaceAll((key, host) -> host.equals("a") ? "x" : host);
		assertThat(placed(50)).isEqualTo(before);
	}

	@Test
	void theLastInstancesAreKeptForATimeWhenDiscoveryKnowsNone() {
		this.discovery.instances("a", "b");
		Map<String, String> before = placed(20);
		this.discovery.instances();
		this.now.addAndGet(Duration.ofSeconds(59).toNanos());
		assertThat(placed(20)).isEqualTo(before);
		this.now.addAndGet(Duration.ofSeconds(2).toNanos());
		assertThat(choose(request("key", null)).hasServer()).isFalse();
	}

	@Test
	void theLastInstancesAreKeptWhenDiscoveryFails() {
		this.discovery.instances("a", "b");
		Map<String, String> before = placed(20);
		this.discovery.failure = new IllegalStateException("away");
		assertThat(placed(20)).isEqualTo(before);
	}

	@Test
	void instancesThatAreNotWellAreNotThere() {
		this.discovery.instances("a", "b");
		Map<String, String> before = placed(20);
		this.discovery.add("c", Map.of("well", "no"));
		assertThat(placed(20)).isEqualTo(before);
		this.discovery.list.clear();
		this.discovery.add("c", Map.of("well", "no"));
		assertThat(placed(20)).isEqualTo(before);
	}

	@Test
	void aRetryGoesToTheNextInstanceInAnotherZoneFirst() {
		this.discovery.add("a", Map.of("zone", "z1"));
		this.discovery.add("b", Map.of("zone", "z1"));
		this.discovery.add("c", Map.of("zone", "z2"));
		for (int key = 0; key < 30; key++) {
			ServiceInstance first = choose(request("key-" + key, null)).getServer();
			ServiceInstance second = choose(request("key-" + key, first)).getServer();
			assertThat(second.getHost()).isNotEqualTo(first.getHost());
			if (!first.getHost().equals("c")) {
				assertThat(second.getHost()).isEqualTo("c");
			}
		}
	}

	@Test
	void instancesOfTheOwnZoneGoFirstIfThatIsAsked() {
		this.balancer = balancer(null, "z2");
		this.discovery.add("a", Map.of("zone", "z1"));
		this.discovery.add("c", Map.of("zone", "z2"));
		assertThat(placed(20).values()).containsOnly("c");
		this.discovery.list.remove(1);
		assertThat(placed(20).values()).containsOnly("a");
	}

	@Test
	void noInstanceHasMoreThanTheBoundOfRequestsInFlight() {
		this.balancer = balancer(1.25, "");
		this.discovery.instances("a", "b", "c", "d");
		Map<String, Integer> counts = new HashMap<>();
		for (int request = 0; request < 100; request++) {
			Response<ServiceInstance> chosen = choose(request("hot", null));
			this.inFlight.onStartRequest(new DefaultRequest<>(), chosen);
			counts.merge(chosen.getServer().getHost(), 1, Integer::sum);
		}
		assertThat(counts.values()).allMatch((count) -> count <= Math.ceil(1.25 * 100 / 4));
		assertThat(counts.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(100);
	}

	@Test
	void whatIsDoneIsInFlightNoLonger() {
		this.balancer = balancer(1.25, "");
		this.discovery.instances("a", "b");
		String preferred = choose(request("hot", null)).getServer().getHost();
		for (int request = 0; request < 50; request++) {
			Response<ServiceInstance> chosen = choose(request("hot", null));
			assertThat(chosen.getServer().getHost()).isEqualTo(preferred);
			this.inFlight.onStartRequest(new DefaultRequest<>(), chosen);
			this.inFlight.onComplete(new CompletionContext<>(CompletionContext.Status.FAILED,
					new IllegalStateException(), new DefaultRequest<>(), chosen));
		}
	}

	@Test
	void requestsWithoutAKeyGoToAllInTurn() {
		this.discovery.instances("a", "b", "c");
		List<String> hosts = new ArrayList<>();
		for (int request = 0; request < 6; request++) {
			hosts.add(choose(new DefaultRequest<>()).getServer().getHost());
		}
		assertThat(hosts.subList(0, 3)).containsExactlyInAnyOrder("a", "b", "c").isEqualTo(hosts.subList(3, 6));
	}

	private Map<String, String> placed(int keys) {
		Map<String, String> placed = new HashMap<>();
		for (int key = 0; key < keys; key++) {
			placed.put("key-" + key, choose(request("key-" + key, null)).getServer().getHost());
		}
		return placed;
	}

	private Response<ServiceInstance> choose(Request<?> request) {
		Response<ServiceInstance> chosen = this.balancer.choose(request).block();
		assertThat(chosen).isNotNull();
		return chosen;
	}

	private static Request<?> request(String key, ServiceInstance failed) {
		RequestData data = new RequestData(HttpMethod.GET, URI.create("http://service/items?key=" + key),
				new HttpHeaders(), new LinkedMultiValueMap<>(), new HashMap<>());
		return new DefaultRequest<>(
				(failed != null) ? new RetryableRequestContext(failed, data) : new RequestDataContext(data));
	}

	private KeyedLoadBalancer balancer(Double maxLoad, String zone) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("discovery", this.discovery));
		KeyedService service = new KeyedService("service", RequestKey.parse("param:key"), "weighted", Continuum::of,
				Duration.ofMinutes(1), maxLoad, 1, zone, Replication.NONE);
		return new KeyedLoadBalancer(service, beans.getBeanProvider(ServiceInstanceListSupplier.class),
				(instance) -> !"no".equals(instance.getMetadata().get("well")), this.inFlight, this.now::get);
	}

	/** Knows what a test tells it. */
	private static final class Discovery implements ServiceInstanceListSupplier {

		private final List<ServiceInstance> list = new ArrayList<>();

		private RuntimeException failure;

		void instances(String... hosts) {
			this.list.clear();
			for (String host : hosts) {
				add(host, Map.of());
			}
		}

		void add(String host, Map<String, String> metadata) {
			this.list.add(new DefaultServiceInstance(null, "service", host, 80, false, metadata));
		}

		@Override
		public String getServiceId() {
			return "service";
		}

		@Override
		public Flux<List<ServiceInstance>> get() {
			return (this.failure != null) ? Flux.error(this.failure) : Flux.just(List.copyOf(this.list));
		}

	}

}
