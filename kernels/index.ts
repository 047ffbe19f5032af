/** Every kernel that the module exports. A kernel reads and writes nothing outside its two runs. */
export * from './gather';
export * from './swap';
export {
  ibm32_ieee32_bb,
  ibm32_ieee32_bl,
  ibm32_ieee32_lb,
  ibm32_ieee32_ll,
  ibm32_ieee64_bb,
  ibm32_ieee64_bl,
  ibm32_ieee64_lb,
  ibm32_ieee64_ll,
  ieee32_ibm32_bb,
  ieee32_ibm32_bl,
  ieee32_ibm32_lb,
  ieee32_ibm32_ll,
} from './ibm';
export {
  ieee32_ieee64_bb,
  ieee32_ieee64_bl,
  ieee32_ieee64_lb,
  ieee32_ieee64_ll,
  ieee64_ieee32_bb,
  ieee64_ieee32_bl,
  ieee64_ieee32_lb,
  ieee64_ieee32_ll,
  int16_ieee32_bb,
  int16_ieee32_bl,
  int16_ieee32_lb,
  int16_ieee32_ll,
  int32_ieee32_bb,
  int32_ieee32_bl,
  int32_ieee32_lb,
  int32_ieee32_ll,
} from './ieee';
export * from './from-lanes';
export {
  int24_ieee32_bb,
  int24_ieee32_bl,
  int24_ieee32_lb,
  int24_ieee32_ll,
  uint24_ieee32_bb,
  uint24_ieee32_bl,
  uint24_ieee32_lb,
  uint24_ieee32_ll,
} from './three';
export * from './to-lanes';
