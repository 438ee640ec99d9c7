package dev.sm.autoconfigure.container;

import java.net.URI;
import java.util.List;

import dev.sm.autoconfigure.EtcdConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;

/** Lets instances coordinate through a service with etcd. */
final class EtcdDockerComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<EtcdConnectionDetails> {

	EtcdDockerComposeConnectionDetailsFactory() {
		super(Images.ETCD.toArray(String[]::new));
	}

	@Override
	protected EtcdConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new EtcdDockerComposeConnectionDetails(source.getRunningService());
	}

	private static final class EtcdDockerComposeConnectionDetails extends DockerComposeConnectionDetails
			implements EtcdConnectionDetails {

		private final RunningService service;

		private EtcdDockerComposeConnectionDetails(RunningService service) {
			super(service);
			this.service = service;
		}

		@Override
		public List<URI> getEndpoints() {
			return List.of(URI.create(((getSslBundle() != null) ? "https" : "http") + "://" + this.service.host() + ":"
					+ this.service.ports().get(Images.ETCD_PORT)));
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return getSslBundle(this.service);
		}

	}

}
