package dev.sm.coordination.etcd;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to single members.
 */
final class EtcdChannels {

	/** Many of the largest values in one page or one batch of changes. */
	private static final int MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

	/** The shortest that gRPC takes; a member refuses less than 5 s. */
	private static final int KEEP_ALIVE_SECONDS = 10;

	private EtcdChannels() {
	}

	static ManagedChannel open(URI uri, EtcdCoordinationStore.Settings settings) {
		long timeoutMillis = settings.requestTimeout().toMillis();
		NettyChannelBuilder builder = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
			.maxInboundMessageSize(MAX_MESSAGE_BYTES)
			// gRPC would ask the JVM's proxy for HTTPS for any server
			.proxyDetector((server) -> null)
			.keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
			.keepAliveTimeout(timeoutMillis, TimeUnit.MILLISECONDS)
			.withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeoutMillis);
		if (uri.getScheme().equals("https")) {
			builder.sslContext(sslContext(settings.sslContext()));
		}
		else {
			builder.usePlaintext();
		}
		return builder.build();
	}

	private static SslContext sslContext(@Nullable SSLContext configured) {
		ApplicationProtocolConfig http2 = new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
				ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
				ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, List.of("h2"));
		return new JdkSslContext((configured != null) ? configured : defaultContext(), true, Http2SecurityUtil.CIPHERS,
				SupportedCipherSuiteFilter.INSTANCE, http2, ClientAuth.NONE, null, false);
	}

	private static SSLContext defaultContext() {
		try {
			return SSLContext.getDefault();
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("this JVM has no default TLS context", ex);
		}
	}

}
