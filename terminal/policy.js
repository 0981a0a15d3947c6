// xterm makes style elements and attributes as it draws. The page's policy lets in what carries the
// nonce of its scripts, and what is set through the style object; so this is what they become.

const nonce = document.querySelector('script[nonce]')?.nonce ?? '';

const create = Document.prototype.createElement;
Document.prototype.createElement = function createElement(name, ...rest) {
  const element = create.call(this, name, ...rest);
  if (element instanceof HTMLStyleElement) element.nonce = nonce;
  return element;
};

const set = Element.prototype.setAttribute;
Element.prototype.setAttribute = function setAttribute(name, value) {
  if (name === 'style' && this instanceof HTMLElement) this.style.cssText = value;
  else set.call(this, name, value);
};
