//! Laws fitted to data: agreement with published and independently computed fits, and coverage of the intervals on simulated data.

mod survival;
