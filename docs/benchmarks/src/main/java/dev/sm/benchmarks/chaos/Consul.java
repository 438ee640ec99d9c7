package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One agent of Consul in the place of etcd, as a process of its own.
 */
final class Consul extends Etcd {

	private final Http http = new Http(Duration.ofSeconds(1));

	Consul(Network network, Path directory) {
		super(1, network, directory);
		System.out.println(ConsulProgram.real() ? "a real agent of Consul" : "Consul's test server");
	}

	@Override
	void start(Member member) {
		member.process().start(member.site().within(ConsulProgram.command(member.site().host(), member.clientPort())));
	}

	/** An agent has a leader before it is a node itself, which sessions need. */
	@Override
	boolean healthy(Member member) {
		try {
			return this.http.get(member.server(), "/v1/status/leader").asString("").contains(":")
					&& (!ConsulProgram.real() || !this.http.get(member.server(), "/v1/catalog/nodes").isEmpty());
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
