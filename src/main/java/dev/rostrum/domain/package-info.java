/** Values and pure rules of Rostrum. No input or output, no clock, no thread lives here. */
package dev.rostrum.domain;
