package dev.sm.docs;

import java.util.List;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;

class CachedBooks {

	// tag::cached[]
	@Configuration
	@EnableCaching
	static class Caching {

	}

	@Service
	static class Books {

		@Cacheable(cacheNames = "books", sync = true) // loaded once, whoever asks
		public Book book(String isbn) {
			return new Book(isbn, List.of("Ada", "Grace"));
		}

		@CacheEvict("books")
		public void forget(String isbn) {
		}

	}

	record Book(String isbn, List<String> authors) {

	}
	// end::cached[]

}
