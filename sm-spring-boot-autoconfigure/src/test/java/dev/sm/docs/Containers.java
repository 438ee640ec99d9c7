package dev.sm.docs;

import dev.sm.autoconfigure.NodeConnectionDetails;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;

/** Containers in place of what is configured. */
final class Containers {

	private Containers() {
	}

	// tag::one[]
	@TestConfiguration(proxyBeanMethods = false)
	static class OneOfEach {

		@Bean
		@ServiceConnection(name = "redis")
		GenericContainer<?> redis() {
			return new GenericContainer<>("redis:8").withExposedPorts(6379);
		}

		@Bean
		@ServiceConnection(name = "etcd")
		GenericContainer<?> etcd() {
			return new GenericContainer<>("quay.io/coreos/etcd:v3.6.4").withExposedPorts(2379)
				.withEnv("ETCD_LISTEN_CLIENT_URLS", "http://0.0.0.0:2379")
				.withEnv("ETCD_ADVERTISE_CLIENT_URLS", "http://localhost:2379");
		}

	}
	// end::one[]

	// tag::several[]
	@TestConfiguration(proxyBeanMethods = false)
	static class TwoNodes {

		@Bean
		GenericContainer<?> first() {
			return new GenericContainer<>("redis:8").withExposedPorts(6379);
		}

		@Bean
		GenericContainer<?> second() {
			return new GenericContainer<>("redis:8").withExposedPorts(6379);
		}

		@Bean
		NodeConnectionDetails n1(GenericContainer<?> first) {
			return NodeConnectionDetails.of("n1", "redis://" + first.getHost() + ":" + first.getFirstMappedPort());
		}

		@Bean
		NodeConnectionDetails n2(GenericContainer<?> second) {
			return NodeConnectionDetails.of("n2", "redis://" + second.getHost() + ":" + second.getFirstMappedPort());
		}

	}
	// end::several[]

}
