/** The doctor: tries, in running order, everything that a send needs, and says of each what is the matter, what to do and who can. */
package dev.rostrum.connection.doctor;
