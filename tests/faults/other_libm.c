/* Elementary functions by way of extended precision: a second library of mathematics for runs under LD_PRELOAD. Results differ from those of the usual
   library in the last bit of some arguments. */
#include <math.h>

double exp(double x) { return (double)expl(x); }
double expm1(double x) { return (double)expm1l(x); }
double log(double x) { return (double)logl(x); }
double log1p(double x) { return (double)log1pl(x); }
double log2(double x) { return (double)log2l(x); }
double log10(double x) { return (double)log10l(x); }
double pow(double x, double y) { return (double)powl(x, y); }
double cbrt(double x) { return (double)cbrtl(x); }
double sin(double x) { return (double)sinl(x); }
double cos(double x) { return (double)cosl(x); }
double tan(double x) { return (double)tanl(x); }
double atan(double x) { return (double)atanl(x); }
double tanh(double x) { return (double)tanhl(x); }
