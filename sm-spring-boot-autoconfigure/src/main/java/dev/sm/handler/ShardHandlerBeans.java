package dev.sm.handler;

import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the beans that are handlers, and what their annotation says.
 */
final class ShardHandlerBeans {

	private final ListableBeanFactory beanFactory;

	ShardHandlerBeans(ListableBeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableApplicationContext context) ? context.getBeanFactory()
				: beanFactory;
	}

	Set<String> names() {
		Set<String> names = new TreeSet<>();
		for (String name : this.beanFactory.getBeanNamesForAnnotation(ShardHandler.class)) {
			names.add(name);
		}
		addProxied(names);
		names.removeIf(ScopedProxyUtils::isScopedTarget);
		return names;
	}

	Object bean(String name) {
		return this.beanFactory.getBean(name);
	}

	Class<?> type(Object bean) {
		return AopProxyUtils.ultimateTargetClass(bean);
	}

	String service(String name, Class<?> type, String defaultService) {
		ShardHandler annotation = AnnotatedElementUtils.findMergedAnnotation(type, ShardHandler.class);
		if (annotation == null) {
			annotation = this.beanFactory.findAnnotationOnBean(name, ShardHandler.class);
		}
		String service = (annotation != null) ? resolve(annotation.service()) : null;
		return StringUtils.hasText(service) ? service : defaultService;
	}

	/**
	 * The type that a factory knows of a singleton behind a JDK proxy is the proxy's,
	 * which has none of the annotations of the class behind it.
	 */
	private void addProxied(Set<String> names) {
		if (this.beanFactory instanceof ConfigurableListableBeanFactory factory) {
			for (String name : factory.getSingletonNames()) {
				Object singleton = factory.getSingleton(name);
				if (AopUtils.isJdkDynamicProxy(singleton) && singleton != null
						&& AnnotatedElementUtils.hasAnnotation(type(singleton), ShardHandler.class)) {
					names.add(name);
				}
			}
		}
	}

	private @Nullable String resolve(String value) {
		return (this.beanFactory instanceof ConfigurableListableBeanFactory factory)
				? factory.resolveEmbeddedValue(value) : value;
	}

}
