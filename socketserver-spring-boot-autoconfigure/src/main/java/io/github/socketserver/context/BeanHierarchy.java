/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.socketserver.context;

import java.lang.annotation.Annotation;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;

/**
 * Reads the definitions of beans, also of those that a parent of the bean factory has.
 */
final class BeanHierarchy {

	private BeanHierarchy() {
	}

	static <A extends Annotation> @Nullable A findAnnotation(ConfigurableListableBeanFactory beanFactory, String name,
			Class<A> type) {
		return owner(beanFactory, name).findAnnotationOnBean(name, type, false);
	}

	static @Nullable RootBeanDefinition findDefinition(ConfigurableListableBeanFactory beanFactory, String name) {
		ConfigurableListableBeanFactory owner = owner(beanFactory, name);
		return (owner.containsBeanDefinition(name)
				&& owner.getMergedBeanDefinition(name) instanceof RootBeanDefinition definition) ? definition : null;
	}

	private static ConfigurableListableBeanFactory owner(ConfigurableListableBeanFactory beanFactory, String name) {
		ConfigurableListableBeanFactory owner = beanFactory;
		while (!owner.containsLocalBean(name)
				&& owner.getParentBeanFactory() instanceof ConfigurableListableBeanFactory parent) {
			owner = parent;
		}
		return owner;
	}

}
