package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Consul's test server, as a process of its own, in the place of etcd. It keeps
 * everything in memory: killed, it comes back empty.
 */
final class Consul extends Etcd {

	private final Http http = new Http(Duration.ofSeconds(1));

	Consul(Network network, Path directory) {
		super(1, network, directory);
	}

	@Override
	void start(Member member) {
		member.process()
			.start(member.site()
				.within(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
						"dev.sm.testkit.consul.TestConsul", "" + member.clientPort())));
	}

	@Override
	boolean healthy(Member member) {
		try {
			return this.http.get(member.server(), "/v1/status/leader").asString("").contains(":");
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	List<String> arguments(Site site) {
		Member agent = members().get(0);
		String[] way = site.wayTo(agent.site(), agent.clientPort()).split(":");
		return List.of("--sm.coordination.type=consul", "--spring.cloud.consul.host=" + way[0],
				"--spring.cloud.consul.port=" + way[1], "--spring.cloud.consul.discovery.register=false",
				"--spring.cloud.consul.discovery.catalog-services-watch.enabled=false");
	}

}
