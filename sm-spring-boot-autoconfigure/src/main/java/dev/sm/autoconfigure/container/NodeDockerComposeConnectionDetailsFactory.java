package dev.sm.autoconfigure.container;

import dev.sm.autoconfigure.NodeConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/**
 * Makes a service with Redis the node of its name. The labels {@code dev.sm.node} and
 * {@code dev.sm.pool} say otherwise.
 */
final class NodeDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<NodeConnectionDetails> {

	NodeDockerComposeConnectionDetailsFactory() {
		super(Images.REDIS.toArray(String[]::new));
	}

	@Override
	protected NodeConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new NodeDockerComposeConnectionDetails(source.getRunningService());
	}

	private static final class NodeDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements NodeConnectionDetails {

		private static final String NODE = "dev.sm.node";

		private static final String POOL = "dev.sm.pool";

		private final RunningService service;

		private NodeDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.service = service;
		}

		@Override
		public @Nullable String getPool() {
			return this.service.labels().get(POOL);
		}

		@Override
		public String getNode() {
			return this.service.labels().getOrDefault(NODE, this.service.name());
		}

		@Override
		public String getUrl() {
			return ((getSslBundle() != null) ? "rediss" : "redis") + "://" + this.service.host() + ":"
					+ this.service.ports().get(Images.REDIS_PORT);
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return getSslBundle(this.service);
		}

	}

}
