"""Given names, which tell a person written out from any two words of a title.

'Robert J. Banks' begins with a given name, 'Rosin U. Burnout' does not; 'Blest Gana, Alberto' has one behind its
comma, 'Mary Brown, Robot Vision' before it. The table is open: a name that is missing costs a field of one reference.
Source: the names that reference lists in European languages have most.
"""

from __future__ import annotations

from ._reference_parts import word_set

GIVEN_NAMES = word_set("""
    Aaron Abraham Adam Agnes Agnieszka Aileen Alain Alan Albert Alberto Alejandro Alessandro Alex Alexander
    Alexandra Alexandre Alfred Alice Alison Allan Allen Amanda Ambrose Amy Ana Anders András André Andrea Andreas
    Andrew Andrzej Angela Anita Ann Anna Anne Annette Annie Anthony Antoine Anton Antonio António Anya Arnold Arthur
    Astrid Augustine Axel Barbara Barry Beatrice Ben Benjamin Bernard Bernd Bernhard Bertrand Beth Betty Bill Birgit
    Bjørn Bob Brenda Brian Brigitte Bruce Bruno Carl Carla Carlo Carlos Carol Carole Caroline Carolyn Catherine
    Cecilia Charles Charlotte Chris Christian Christina Christine Christoph Christophe Christopher Cindy Claire
    Clara Claude Claudia Clifford Colin Craig Cristina Cynthia Dale Dan Daniel Daniela Daniele David Deborah Denis
    Dennis Derek Diana Diane Diego Dieter Dietmar Dirk Dominique Don Donald Donna Dora Doris Dorothy Doug Douglas
    Duncan Earl Eduard Eduardo Edward Edwin Eileen Elena Eleanor Eli Elisabeth Elizabeth Ellen Emily Emma Emmanuel
    Enid Enrico Enrique Eric Erica Erich Erik Ernest Ernst Erwin Esther Ethan Eugene Eva Evelyn Fabio Fabrizio
    Federico Ferdinand Fernando Florence Francesca Francesco Francis Francisco Franco François Françoise Frank Franz
    Fred Frederic Frederick Frédéric Friedrich Fritz Gabriel Gabriele Gareth Gary Gavin Geoffrey Georg George
    Georges Gerald Gérard Gerard Gerd Gerhard Gilbert Gilles Giorgio Giovanni Giulia Giuseppe Glenn Gloria Gordon
    Grace Graham Greg Gregory Guido Guillaume Günter Günther Gustav Guy Hannah Hans Harald Harold Harriet Harry
    Heather Heinrich Heinz Helen Helena Hélène Helga Helmut Henri Henry Herbert Hermann Hilary Howard Hubert Hugh
    Hugo Ian Ignacio Ingrid Irene Isaac Isabel Isabelle Ivan Jack Jacob Jacqueline Jacques Jaime Jakob James Jan
    Jane Janet Janice Jason Javier Jay Jean Jean-Claude Jean-François Jean-Jacques Jean-Louis Jean-Luc Jean-Marie
    Jean-Michel Jean-Paul Jean-Philippe Jean-Pierre Jeffrey Jennifer Jens Jeremy Jerome Jerry Jesse Jessica Jill Jim
    Joachim Joan Joanna Joanne João Joe Joel Johann Johannes John Jon Jonathan Jordi Jörg Jorge José Josef Joseph
    Joshua Joyce Juan Judith Judy Julia Julian Julie Julien Juliet Jürgen Karel Karen Karin Karl Karsten Kate
    Katherine Kathleen Kathryn Keith Ken Kenneth Kerstin Kevin Kim Kirsten Klaus Knut Kristin Kurt Lars Larry Laura
    Laurence Laurent Lawrence Lena Leo Leon Leonard Leslie Lewis Linda Lionel Lisa Lloyd Lorenzo Louis Louise Luc
    Luca Lucas Lucien Ludwig Luigi Luis Luís Luiz Lynn Magdalena Manfred Manuel Marc Marcel Marco Marcus Margaret
    Margarita María Maria Marianne Marie Marina Mario Marion Mark Markus Marta Martha Martin Martín Martina Marvin
    Mary Massimo Mathieu Matteo Matthew Matthias Maureen Maurice Max Melanie Melissa Meredith Michael Michel Michele
    Michelle Miguel Mike Mikhail Milton Miriam Monica Monika Morris Nancy Natalie Natasha Nathan Neal Neil Nicholas
    Nick Nicola Nicolas Nicole Niels Nigel Nils Nina Noah Noam Norbert Norma Norman Olaf Oliver Olga Olivier Oscar
    Oskar Ota Otto Pablo Pamela Paola Paolo Pascal Patricia Patrick Paul Paula Paulo Pavel Pedro Penelope Per Peter
    Petra Phil Philip Philippe Phillip Phyllis Pierre Pietro Rachel Rafael Rainer Ralf Ralph Ramón Randall Randy
    Raoul Raymond Rebecca Reinhard Renate René Ricardo Riccardo Richard Rita Robert Roberta Roberto Robin Rodney
    Roger Roland Rolf Roman Ronald Rosa Rosemary Ross Roy Ruben Rudolf Rudolph Rupert Russell Ruth Ryan Sally
    Salvador Sam Samuel Sandra Santiago Sara Sarah Scott Sean Sebastian Sergio Seth Seymour Shane Sharon Sheila
    Shirley Sigmund Silvia Simon Simone Solomon Sonia Sophie Stanislav Stanley Stefan Stefano Steffen Stella Stephan
    Stephanie Stephen Steve Steven Stewart Stuart Susan Susanne Suzanne Sven Sydney Sylvia Ted Teresa Terence Terry
    Thea Theodor Theodore Thérèse Thierry Thomas Tim Timothy Tina Todd Tom Tomás Tomasz Tony Tracy Udo Ulrich
    Umberto Ursula Uwe Valerie Vanessa Vera Veronica Victor Victoria Vincent Vincenzo Virginia Vittorio Vladimir
    Volker Walter Warren Wayne Wendy Werner Wesley Wilfred Wilhelm William Wolfgang Xavier Yann Yves Yvonne Zoltán
""")
