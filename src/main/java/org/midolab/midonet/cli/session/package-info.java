/**
 * One run of {@code midonet-cli}: options and settings, the REST client, the interpreter of
 * commands with its aliases, the terminal with completion, and the printed lines of objects.
 *
 * <pre>
 *   Program ──► Options, RcFile ──► Settings ──► Rest ──► Trust, Secrets
 *      ├──────► Shell ──► Completion ──► Aliases
 *      └──────► Interpreter ──► Directory, Elements, ObjectLines ──► Rest, Aliases
 * </pre>
 *
 * {@code Program} is its only public class. This package may use {@code grammar}, {@code schema},
 * {@code codec} and {@code failure}. None of them uses this package, so none of them sends
 * requests.
 */
package org.midolab.midonet.cli.session;
