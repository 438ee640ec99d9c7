package dev.sm.storage.redis;

import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A security provider that knows one TLS context, ready made. Netty builds its contexts
 * from managers or from a provider; this is how it takes one that is given whole.
 */
@SuppressWarnings("serial")
final class FixedContextProvider extends Provider {

	FixedContextProvider(SSLContext context) {
		super("sm-fixed-context", "1", "one TLS context, ready made");
		putService(new Service(this, "SSLContext", "TLS", FixedContext.class.getName(), null, null) {

			@Override
			public Object newInstance(@Nullable Object parameter) {
				return new FixedContext(context);
			}

		});
	}

	private static final class FixedContext extends SSLContextSpi {

		private final SSLContext context;

		FixedContext(SSLContext context) {
			this.context = context;
		}

		@Override
		protected void engineInit(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust,
				@Nullable SecureRandom random) throws KeyManagementException {
			// the context has been initialized by whoever made it
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			return this.context.getSocketFactory();
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			return this.context.getServerSocketFactory();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			return this.context.createSSLEngine();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			return this.context.createSSLEngine(host, port);
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			return this.context.getServerSessionContext();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			return this.context.getClientSessionContext();
		}

	}

}
