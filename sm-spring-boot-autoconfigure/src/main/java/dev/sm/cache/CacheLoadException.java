package dev.sm.cache;

import org.springframework.dao.DataRetrievalFailureException;

/**
 * A loader failed; its exception is the cause. Everybody who waited for this load is told
 * so, and the next call loads anew.
 */
@SuppressWarnings("serial")
public class CacheLoadException extends DataRetrievalFailureException {

	public CacheLoadException(String message, Throwable cause) {
		super(message, cause);
	}

}
