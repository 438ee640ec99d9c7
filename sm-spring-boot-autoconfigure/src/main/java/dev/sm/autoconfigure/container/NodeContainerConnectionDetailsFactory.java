package dev.sm.autoconfigure.container;

import dev.sm.autoconfigure.NodeConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Makes a container with Redis the only node of a pool. The class is not named like the
 * one that Spring Boot has for its own Redis, since beans are.
 */
final class NodeContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, NodeConnectionDetails> {

	NodeContainerConnectionDetailsFactory() {
		super(Images.REDIS);
	}

	@Override
	protected NodeConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new NodeContainerConnectionDetails(source);
	}

	private static final class NodeContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements NodeConnectionDetails {

		private NodeContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public String getUrl() {
			return ((getSslBundle() != null) ? "rediss" : "redis") + "://" + getContainer().getHost() + ":"
					+ getContainer().getMappedPort(Images.REDIS_PORT);
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
