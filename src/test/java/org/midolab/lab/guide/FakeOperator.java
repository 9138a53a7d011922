package org.midolab.lab.guide;

import org.midolab.lab.guide.run.Journal;
import org.midolab.lab.guide.run.Mode;
import org.midolab.lab.guide.run.Redactor;
import org.midolab.lab.guide.terminal.Glossary;
import org.midolab.lab.guide.terminal.OpenTerminals;
import org.midolab.lab.guide.terminal.Operator;

/**
 * An operator of the fake hosts.
 *
 * @param glossary the one that the operator uses
 */
record FakeOperator(Operator operator, Glossary glossary) {

  static FakeOperator of(FakeLab lab, Mode mode) {
    var journal = new Journal(new Redactor());
    var terminals = new OpenTerminals(lab);
    var glossary = new Glossary(lab, terminals, journal);
    return new FakeOperator(new Operator(mode, lab, terminals, journal, glossary), glossary);
  }
}
