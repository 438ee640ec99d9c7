package dev.sm.routing.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/**
 * Counts who reads bodies of requests that have ended for the container.
 */
final class BodyWatch implements Filter {

	final Queue<String> late = new ConcurrentLinkedQueue<>();

	final CountDownLatch ended = new CountDownLatch(1);

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		Watched watched = new Watched((HttpServletRequest) request);
		try {
			chain.doFilter(watched, response);
		}
		finally {
			watched.over = true;
			if (watched.readers.get() > 0) {
				this.late.add("still read at the end: " + ((HttpServletRequest) request).getRequestURI());
			}
			this.ended.countDown();
		}
	}

	/** A request whose body is watched. */
	private final class Watched extends HttpServletRequestWrapper {

		private final AtomicInteger readers = new AtomicInteger();

		private volatile boolean over;

		private Watched(HttpServletRequest request) {
			super(request);
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			InputStream body = super.getInputStream();
			return new ServletInputStream() {
				@Override
				public int read() throws IOException {
					return body.read();
				}

				@Override
				public int read(byte[] bytes, int offset, int length) throws IOException {
					Watched.this.readers.incrementAndGet();
					try {
						if (Watched.this.over) {
							BodyWatch.this.late.add("read after the end");
						}
						return body.read(bytes, offset, length);
					}
					finally {
						Watched.this.readers.decrementAndGet();
					}
				}

				@Override
				public boolean isFinished() {
					return false;
				}

				@Override
				public boolean isReady() {
					return true;
				}

				@Override
				public void setReadListener(ReadListener listener) {
					throw new IllegalStateException();
				}
			};
		}

	}

}
